"""Item-item lists by the package implicit: 50 neighbours by cosine, 25 items for each user, from pairs of user and item.

    implicit_job.py FOLDER      with users.bin and items.bin: whole numbers of 32 bits, a pair of them for each use
"""
import os
import sys

import numpy
import scipy.sparse
from implicit.nearest_neighbours import CosineRecommender


def main(folder):
    users = numpy.fromfile(os.path.join(folder, "users.bin"), dtype=numpy.int32)
    items = numpy.fromfile(os.path.join(folder, "items.bin"), dtype=numpy.int32)
    matrix = scipy.sparse.csr_matrix((numpy.ones(len(users), dtype=numpy.float32), (users, items)))
    model = CosineRecommender(K=50, num_threads=0)
    model.fit(matrix, show_progress=False)
    model.recommend(numpy.arange(matrix.shape[0]), matrix, N=25)


if __name__ == "__main__":
    main(sys.argv[1])
