#!/usr/bin/env python3
"""Reads `cargo metadata` from stdin and refuses crates that oblige us to publish our own code (copyleft) or that name no licence."""

import json
import re
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CDLA-Permissive-2.0", "ISC",
    "MIT", "MIT-0", "PostgreSQL", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense", "Zlib",
}


def allowed(expression):
    """Whether a licence expression (SPDX; `/` is an old way to write OR) can be fulfilled with allowed licences alone."""
    words = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def either():
        result = both()
        while words and words[0] == "OR":
            words.pop(0)
            result = both() or result
        return result

    def both():
        result = one()
        while words and words[0] == "AND":
            words.pop(0)
            result = one() and result
        return result

    def one():
        word = words.pop(0)
        if word == "(":
            result = either()
            words.pop(0)
            return result
        if words and words[0] == "WITH":
            word = f"{word} {words.pop(0)} {words.pop(0)}"
        return word in ALLOWED

    return either()


def main():
    packages = [package for package in json.load(sys.stdin)["packages"] if package["source"]]
    refused = [package for package in packages if not package["license"] or not allowed(package["license"])]
    for package in refused:
        print(f"{package['name']} {package['version']}: {package['license'] or 'no licence named'}", file=sys.stderr)
    print(f"{len(packages)} crates, {len(refused)} refused")
    sys.exit(1 if refused else 0)


main()
