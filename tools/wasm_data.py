"""Takes constants out of a WebAssembly module's memory, and puts them into another's that imports it."""

CODE, DATA = 10, 11
I32_CONST, END = 0x41, 0x0B
# A piece of memory costs about so many bytes besides its content.
GAP = 8


def read_leb(data, at, signed=False):
    """-> (number, where it ends)"""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return (value - (1 << shift) if signed and byte & 0x40 else value), at


def leb(value, signed=False):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if (value == 0 and not (signed and byte & 0x40)) or (signed and value == -1 and byte & 0x40):
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)


def sections(module):
    """-> (id, where its content begins, where it ends) of each"""
    at = 8
    while at < len(module):
        size, begin = read_leb(module, at + 1)
        yield module[at], begin, begin + size
        at = begin + size


def segments(module):
    """-> (address, where its bytes begin in the module, how many they are) of each piece of memory"""
    found = []
    for number, at, _ in sections(module):
        if number != DATA:
            continue
        count, at = read_leb(module, at)
        for _ in range(count):
            if module[at] != 0 or module[at + 1] != I32_CONST:
                raise ValueError("a piece of memory has no constant address")
            address, at = read_leb(module, at + 2, signed=True)
            size, at = read_leb(module, at + 1)
            found.append((address & 0xFFFFFFFF, at, size))
            at += size
    return found


def joined(ranges):
    """(address, size) of each, in order, those that nearly touch as one"""
    out = []
    for address, size in sorted(ranges):
        if out and address - sum(out[-1]) <= GAP:
            out[-1] = (out[-1][0], max(address + size - out[-1][0], out[-1][1]))
        else:
            out.append((address, size))
    return out


def take(module, ranges):
    """-> (the module with zeros there, [(address, bytes)]). What lies between two that nearly touch is taken as well, and
    stays: it is constant, too."""
    rest, pieces = bytearray(module), segments(module)
    taken = []
    for address, size in joined(ranges):
        for begin, at, length in pieces:
            low, high = max(address, begin), min(address + size, begin + length)
            if low < high:
                taken.append((low, module[at + low - begin : at + high - begin]))
    for address, size in ranges:
        for begin, at, length in pieces:
            low, high = max(address, begin), min(address + size, begin + length)
            if low < high:
                rest[at + low - begin : at + high - begin] = bytes(high - low)
    return bytes(rest), taken


def put(module, pieces):
    """-> the module, which has no memory of its own, with these written into what it imports"""
    if any(number == DATA for number, _, _ in sections(module)):
        raise ValueError("the module has pieces of memory already")
    content = leb(len(pieces)) + b"".join(
        bytes([0, I32_CONST]) + leb(address - (address >> 31 << 32), signed=True) + bytes([END]) + leb(len(data)) + data
        for address, data in pieces
    )
    end = max(end for number, _, end in sections(module) if number == CODE)
    return module[:end] + bytes([DATA]) + leb(len(content)) + content + module[end:]
