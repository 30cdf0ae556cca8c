#!/usr/bin/env bash
set -euo pipefail

usage='Runs SparkReco beside the driver of a Spark application:

  ./spark-submit.sh [OPTION ...] -- COMMAND [ARGUMENT ...]
  ./spark-submit.sh --master "local[*]" -- run --config sparkreco.json --engine spark

  --runner connect|dotnet   how the program talks to the driver: Spark Connect (default), or the DotnetRunner of Microsoft.Spark, for
                            Spark 3.5; its package comes from the feed, or from the folder MicrosoftSparkSource of the environment
  --app PATH                the self-contained program: its folder, or a .tar.gz of what is in the folder (also s3://...);
                            without it the program is built into artifacts/ when the sources are newer
  --runtime RID             what it is built for: linux-x64 (default) or linux-arm64
  --build                   only builds the program and prints the path of the archive: needs no Spark
  --help                    this text

All other options go to spark-submit as they are: --master, --deploy-mode, --conf, --files, --driver-memory ...
The exit code is that of the program. In cluster mode it is 0 or 1, and what the program says is in the logs of its application: the
last line is the command that shows them.'

settings=(
    spark.sql.session.timeZone=UTC
    spark.sql.ansi.enabled=true
    spark.sql.adaptive.enabled=true
    spark.sql.sources.partitionOverwriteMode=dynamic
    spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS
)
connect_settings=(
    spark.plugins=org.apache.spark.sql.connect.SparkConnectPlugin
    spark.connect.grpc.binding.port=0
)
dotnet_settings=(
    spark.dotnet.ignoreSparkPatchVersionCheck=true # Else the newest patch versions of Spark are refused.
)

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=SparkReco.Cli

say() { echo "spark-submit.sh: $1" >&2; }

fail() { say "$1"; exit 2; }

pack() { mkdir -p "$root/artifacts" && tar -czf "$2.$$" -C "$1" . && mv "$2.$$" "$2"; }

# Compiled ahead of time: every executor starts a reader or more.
publish() { dotnet publish "$root/src/SparkReco.Cli" -c Release -r "$runtime" --self-contained -p:PublishReadyToRun=true -p:RunAnalyzers=false -p:CSharpier_Bypass=true -o "$@" >&2; }

build() {
    local newer
    if [[ -f $2 ]]; then
        newer=$(find "$root/src" "$root"/Directory.*.props \( -name bin -o -name obj \) -prune -o -type f -newer "$2" -print -quit)
        [[ -n $newer ]] || return 0
    fi
    rm -rf "$1"
    # Folders and lock files of their own: a build for one runtime leaves those of the developer alone.
    if [[ $runner == connect ]]; then
        publish "$1" --artifacts-path "$root/artifacts/build" -p:NuGetLockFilePath="obj/$runtime.lock.json"
    else
        publish "$1" -p:MicrosoftSpark=true
    fi
    pack "$1" "$2"
}

# Becomes spark-submit. In YARN's cluster mode the driver runs elsewhere and nothing of the run comes to this terminal: the last line shows where it is.
run() {
    if [[ $deploy_mode != cluster || (-n $master && $master != yarn) ]]; then exec "$@"; fi
    local tag code=0 id why='done'
    tag=sparkreco-$(date +%s)-$$
    say "in cluster mode the run speaks to the logs of its application, which has the tag $tag in YARN"
    trap : INT TERM # The application outlives this script.
    "$1" --conf "spark.yarn.tags=$tag" "${@:2}" || code=$?
    [[ $code -eq 0 ]] || why='the application failed or was killed, and its logs say why; then the same command goes on where it was'
    id=$(application -list -appStates ALL -appTags "$tag" 2> /dev/null | grep -o 'application_[0-9]*_[0-9]*' | head -n 1) || true
    [[ -n $id ]] || say "the application's id: yarn application -list -appStates ALL -appTags $tag"
    id=${id:-ID}
    say "$why: yarn logs -applicationId $id -am ALL, or, where YARN does not collect logs, the folder $id below yarn.nodemanager.log-dirs"
    exit "$code"
}

application() {
    if command -v yarn > /dev/null; then yarn application "$@"; else "${submit%/*}/spark-class" org.apache.hadoop.yarn.client.cli.ApplicationCLI application "$@"; fi
}

# The command line

runner=connect app='' runtime=linux-x64 build_only=false deploy_mode=client master='' packages=() passed=()
while [[ ${1---} != -- ]]; do
    # Spark takes --option=value, too.
    if [[ $1 == --*=* ]]; then set -- "${1%%=*}" "${1#*=}" "${@:2}"; fi
    option=$1
    case $option in
        --help | -h) echo "$usage"; exit 0 ;;
        --build) build_only=true ;;
        --archives) fail "--archives is taken by the program; give others as --conf spark.archives=..." ;;
        --runner | --app | --runtime | --deploy-mode | --packages | --master) [[ $# -ge 2 ]] || fail "$option has no value" ;;&
        --runner) runner=$2; shift ;;
        --app) app=$2; shift ;;
        --runtime) runtime=$2; shift ;;
        --packages) packages+=("$2"); shift ;;
        --deploy-mode) deploy_mode=$2; passed+=("$1" "$2"); shift ;;
        --master) master=$2; passed+=("$1" "$2"); shift ;;
        *) passed+=("$1") ;;
    esac
    shift
done

[[ $runner == connect || $runner == dotnet ]] || fail "--runner is connect or dotnet, not $runner"
build=$runtime
[[ $runner == connect ]] || build+=-dotnet
folder=$root/artifacts/$build
archive=$root/artifacts/sparkreco-$build.tar.gz
if [[ $build_only == true ]]; then
    build "$folder" "$archive"
    echo "$archive"
    exit
fi

[[ $# -ge 2 ]] || fail "no command after --; see --help"
shift

# Spark

if [[ -n ${SPARK_HOME:-} ]]; then
    submit=$SPARK_HOME/bin/spark-submit
    [[ -x $submit ]] || fail "SPARK_HOME is $SPARK_HOME, but there is no bin/spark-submit in it"
else
    submit=$(command -v spark-submit) || fail "no Spark: set SPARK_HOME to its folder, or put spark-submit on the PATH"
    submit=$(readlink -f "$submit")
fi
jars=$(dirname "$(dirname "$submit")")/jars

# A file name such as spark-core_2.12-3.5.6-amzn-1.jar says which Connect jar fits. Spark 4 has it, Spark 3.5 does not bring it along.
if [[ $runner == connect ]] && ! compgen -G "$jars/spark-connect_*.jar" > /dev/null; then
    core=$(compgen -G "$jars/spark-core_*.jar" | head -n 1) || fail "no jars of Spark in $jars: set SPARK_HOME"
    [[ $(basename "$core") =~ ^spark-core_([0-9.]+)-([0-9]+\.[0-9]+\.[0-9]+) ]] || fail "no version of Spark in the name of $core"
    packages+=("org.apache.spark:spark-connect_${BASH_REMATCH[1]}:${BASH_REMATCH[2]}")
fi

# The program

case $app in
    '') build "$folder" "$archive" ;;
    *.tar.gz | *.tgz) folder='' archive=$app ;;
    *)
        [[ -f $app/$program ]] || fail "there is no $program in $app"
        folder=$(cd "$app" && pwd)
        archive=$root/artifacts/app-$(cksum <<< "$folder" | cut -d ' ' -f 1).tar.gz
        pack "$folder" "$archive"
        ;;
esac

# Spark refuses a driver of its own where this is set. The launcher sets it for the program.
unset SPARK_REMOTE

command=("$submit")
for setting in "${settings[@]}"; do command+=(--conf "$setting"); done
# On one machine Java shares the cores with the tasks, and its usual collector takes a tenth more of them. A JVM refuses two collectors.
java_options="${passed[*]} ${JDK_JAVA_OPTIONS-} ${JAVA_TOOL_OPTIONS-} $(cat "${SPARK_CONF_DIR:-$(dirname "$jars")/conf}/spark-defaults.conf" 2> /dev/null || true)"
if [[ $master == local* && $java_options != *-XX:+Use*GC* && $java_options != *spark.driver.defaultJavaOptions* ]]; then
    command+=(--conf spark.driver.defaultJavaOptions=-XX:+UseParallelGC)
fi
if [[ ${#packages[@]} -gt 0 ]]; then command+=(--packages "$(IFS=,; echo "${packages[*]}")"); fi

if [[ $runner == connect ]]; then
    for setting in "${connect_settings[@]}"; do command+=(--conf "$setting"); done
    run "${command[@]}" ${passed[@]+"${passed[@]}"} --archives "$archive#app" "$root/src/SparkReco.Launcher/launch.py" "$@"
fi

[[ -n $folder ]] || fail "--runner dotnet needs the folder of the program, not its archive"
jar=$(compgen -G "$folder/microsoft-spark-3-5_2.12-*.jar" | head -n 1) || fail "there is no microsoft-spark-3-5_2.12-*.jar in $folder"
export SPARKRECO_ENGINE__SPARK__READER=./app/$program
start=("$folder/$program")
if [[ $deploy_mode == cluster ]]; then
    start=("app/$program")
    dotnet_settings+=("spark.yarn.appMasterEnv.SPARKRECO_ENGINE__SPARK__READER=$SPARKRECO_ENGINE__SPARK__READER")
elif { true 2>> /dev/stderr; } 2> /dev/null; then
    # The runner turns both streams of what it starts into its standard output. So the program opens the driver's standard error once more,
    # which is opened for appending here, since in a file one would else write over the other.
    exec 2>> /dev/stderr
    start=(sh -c 'exec "$0" "$@" 2>> "/proc/$PPID/fd/2"' "${start[@]}")
fi
for setting in "${dotnet_settings[@]}"; do command+=(--conf "$setting"); done
run "${command[@]}" ${passed[@]+"${passed[@]}"} --archives "$archive#app" --class org.apache.spark.deploy.dotnet.DotnetRunner "$jar" "${start[@]}" "$@"
