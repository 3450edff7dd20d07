"""Numbers as pictures write them: true minus signs, raised exponents, units. Only this formats."""
import numpy as np

MINUS = "\u2212"
SUPERSCRIPTS = str.maketrans(
    "-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
SUBSCRIPTS = str.maketrans(
    "0123456789", "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089")
SPANS = ((1, "second"), (60, "minute"), (3600, "hour"), (86400, "day"), (365.25 * 86400, "year"))


def number(value, digits: int = 1) -> str:
    """Write a number with a true minus sign, and no minus before a zero: "0.5", "−1.0".

    digits: decimals.
    """
    return f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", MINUS)


def factor(value, digits: int = 2) -> str:
    """Write a number as a factor: "0.50", or in brackets "(−0.50)" where it is negative."""
    text = number(value, digits)
    return f"({text})" if text.startswith(MINUS) else text


def power(exponent: int) -> str:
    """Write a power of ten with its exponent raised: "10⁻³", and "1" for exponent 0."""
    return f"10{str(int(exponent)).translate(SUPERSCRIPTS)}" if exponent else "1"


def power_of_ten(value, digits: int = 1) -> str:
    """Write a positive number as a power of ten: "1.5 · 10⁹".

    digits: decimals of the first part.
    """
    front, exponent = f"{float(value):.{digits}e}".split("e")
    return f"{front} \u00b7 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def large(value) -> str:
    """Write a whole number, from ten million on as a power of ten: "9,999,999", "1.1 · 10⁹"."""
    return f"{int(value):,}" if value < 1e7 else power_of_ten(value)


def scientific(value, zero: str = "0") -> str:
    """Write a number of at least 0 in two digits: "0.21", "250", "0.0021", "2.1 · 10⁻⁵".

    zero: what to write for 0, where 0 means "too small to tell".
    """
    if value == 0:
        return zero
    if value < 1e-3 or value >= 1e4:
        return power_of_ten(value)
    return f"{value:.2g}" if value < 99.5 else f"{value:.0f}"


def about(value) -> str:
    """Write a share in three digits, behind the sign for what differs between machines: "≈0.0120".

    Below one in a million: "below 0.000001".
    """
    if value < 1e-6:
        return "below 0.000001"
    return f"\u2248{value:.{2 - int(np.floor(np.log10(value)))}f}"


def memory(parameters: int) -> str:
    """Write the bytes of parameters in single precision, 4 for each: "95.4 kB"."""
    size = parameters * 4.0
    if size < 1000:
        return f"{size:.0f} bytes"
    for unit in ("kB", "MB", "GB"):
        size = size / 1000
        if size < 1000:
            break
    return f"{size:.1f} {unit}"


def duration(seconds: float) -> str:
    """Write a span of time: "7 days", "2 hours", "0.1 seconds", "40 millionths of a second"."""
    if seconds < 1e-3:
        return f"{float(f'{1e6 * seconds:.2g}'):g} millionths of a second"
    unit, name = max((span for span in SPANS if span[0] <= seconds), default=SPANS[0])
    value = float(f"{seconds / unit:.2g}")
    amount = f"{value:,.0f}" if value >= 10 else f"{value:,.4g}"
    return f"{amount} {name}{'s' * (value != 1)}"


def combination(weights, names, bias, digits: int = 1) -> str:
    """Write a weighted input: "1.0 x1 − 1.0 x2 + 0.5"."""
    terms = " + ".join(f"{number(w, digits)} {name}" for w, name in zip(weights, names))
    return f"{terms} + {number(bias, digits)}".replace(f"+ {MINUS}", f"{MINUS} ")


def article(digit: int) -> str:
    """Write a digit with its article: "a 7", "an 8"."""
    return f"{'an' if digit == 8 else 'a'} {digit}"


def compact(value, zero: str = "0") -> str:
    """Write a number of at least 0 where there is little room: "0.25", "0.004", "3·10⁻⁵".

    zero: what to write for 0, where 0 means "too small to tell".
    """
    if value == 0:
        return zero
    if value >= 1e-3:
        return f"{value:.2g}" if value >= 0.1 else f"{value:.1g}"
    front, exponent = f"{float(value):.0e}".split("e")
    return f"{front}\u00b7{power(int(exponent))}"


def approximate(value, digits: int = 2) -> str:
    """Write a figure that differs between machines, behind the sign that says so: "≈0.0027".

    Checks of stored outputs skip what follows the sign. They know exponents as Python writes
    them: "≈1.8e-08".
    This is for the words of pictures, and leaves out zeros at the end, as "≈0.1". What lessons
    print goes through `dlnotes.claims.approx`, which keeps them, as "≈0.10".
    digits: significant digits.
    """
    return f"\u2248{value:.{digits}g}"


def plain(value) -> str:
    """Write a number with no more digits than it needs, six at most: "0.5", "−8"."""
    return f"{value:g}".replace("-", MINUS)


def counted(count: int, thing: str) -> str:
    """Write how many there are of a thing: "1 neuron", "10 neurons", "1,000 hidden neurons"."""
    return f"{count:,} {thing}{'s' * (count != 1)}"
