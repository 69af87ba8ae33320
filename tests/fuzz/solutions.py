def show(count, seed):
    return 0
