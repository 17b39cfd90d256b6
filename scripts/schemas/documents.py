def made(model): return {}
def breaches(model): return []
