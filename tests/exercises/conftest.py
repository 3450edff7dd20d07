"""A mark for tests that train at full size; the other tests here train with a small budget."""


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: trains at full size; left out by -m 'not slow'")
