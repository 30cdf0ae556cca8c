#!/usr/bin/env bash
# Bootstrap action, on every node: mounts an EFS access point as /sparkreco. The access point gives all files one owner, since the driver
# and YARN's containers run as different users.
#   mount-lake.sh FILE_SYSTEM_ID ACCESS_POINT_ID
set -euo pipefail

sudo dnf install -y amazon-efs-utils
sudo mkdir -p /sparkreco
echo "$1:/ /sparkreco efs _netdev,tls,iam,accesspoint=$2 0 0" | sudo tee -a /etc/fstab
sudo mount /sparkreco
