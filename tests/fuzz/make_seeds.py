#!/usr/bin/env python3
"""Writes small valid files for each fuzz target to begin with: make_seeds.py FOLDER makes FOLDER/TARGET/*."""
import bz2
import gzip
import io
import json
import pathlib
import struct
import sys
import zipfile


def idx(dimensions, data):
    return struct.pack(f">HBB{len(dimensions)}I", 0, 8, len(dimensions), *dimensions) + data


def npy(descr, shape, data, version=1, fortran=False):
    header = f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}".encode()
    prefix = 10 if version == 1 else 12
    header += b" " * (-(prefix + len(header) + 1) % 64) + b"\n"
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(header)) + header + data


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def safetensors(tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for name, (dtype, shape, content) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def projector_set(vectors, metadata, text=False, shape=None):
    """The files of a set as projector_fuzzer.cpp takes them apart; with a shape there is a configuration."""
    config = b""
    if shape:
        path = "x_vectors.tsv" if text else "x_vectors.bytes"
        entry = {"tensorName": "n", "tensorShape": shape, "tensorPath": path, "metadataPath": "x_metadata.tsv"}
        config = json.dumps({"embeddings": [entry]}).encode()
    flags = text + 2 * bool(shape)
    return struct.pack("<BHH", flags, len(metadata), len(config)) + metadata + config + vectors


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


IMAGES = idx((3, 2, 2), bytes(range(12)))
NUMBERS = floats(*range(12))
LINES = b"0\t1\t2\n3\t4.5\t-5e1\r\n6\t7\t8\n9\t10\t11\n"
PGM = b"P5 2 2 255\n" + bytes(4)
CATALOGUE = {
    "version": 1,
    "datasets": [
        {
            "id": "a", "title": "A", "description": "A set.", "licence": "CC0", "homepage": "https://a/", "train": 2, "test": 0,
            "shape": "2 x 2", "classes": 2,
            "files": [{"name": "a.zip", "bytes": 9, "sha256": "0" * 64, "urls": ["https://a/a.zip"], "members": ["b/c.gz"]}],
        }
    ],
}

MODEL = {"format": "isthmus-model", "data": "seed", "seed": "7", "epoch": "1", "step": "2"}


def dense(name, inputs, outputs):
    return {f"{name}.weight": ("F32", [outputs, inputs], floats(*[0.5] * (inputs * outputs))),
            f"{name}.bias": ("F32", [outputs], floats(*[0.25] * outputs))}


def vae_model():
    """A model file of version 1: pictures of 1 x 2."""
    tensors = {}
    for name, inputs, outputs in [("encoder.0", 2, 3), ("mean", 3, 2), ("log_variance", 3, 2), ("decoder.0", 2, 3),
                                  ("output", 3, 2)]:
        tensors |= dense(name, inputs, outputs)
    return safetensors(tensors, MODEL | {"format_version": "1", "kind": "vae", "shape": "1,2,1", "hidden": "3", "latent": "2",
                                         "decoder": "bernoulli", "beta": "1", "preprocessing": "uint8 / 255"})


def pca_model():
    """A model file of version 2: vectors of 3 numbers, with what was found beside the weights."""
    layer = lambda name, units: {"type": "dense", "name": name, "units": units, "activation": "none"}
    architecture = {"samples": "vector", "shape": [1, 3, 1], "likelihood": "gaussian", "prior": "none", "latent": 2,
                    "nets": [{"role": "mean", "layers": [layer("mean", 2)]},
                             {"role": "decoder", "layers": [layer("output", 3)]}]}
    tensors = {"statistics.explained_variance": ("F32", [3], floats(3, 2, 1)),
               "statistics.total_variance": ("F32", [1], floats(6))} | dense("mean", 3, 2) | dense("output", 2, 3)
    return safetensors(tensors, MODEL | {"format_version": "2", "kind": "pca", "architecture": json.dumps(architecture),
                                         "settings": '{"latent": 2}', "preprocessing": "uint8 / 255",
                                         "decoder_variance": "0.5", "features": '["a", "b", "c"]'})


SEEDS = {
    "arff": [
        b"% x\n@relation r\n@attribute 'a b' numeric\n@attribute c {p,'q r'}\n@data\n1.5,p\n% y\n?,'q r'\n-2e3,p\n",
        b"@RELATION s\n@ATTRIBUTE a real\n@ATTRIBUTE b integer\n@ATTRIBUTE c {no,yes}\n@DATA\n{0 1.5, 2 yes}\n{1 2}\n{ }\n",
    ],
    "idx": [IMAGES, gzip.compress(IMAGES, mtime=0), idx((2, 2, 2, 3), bytes(24)), idx((3, 4), bytes(12)), idx((4,), bytes(4))],
    "libsvm": [
        b"+1 1:0.5 3:-2e1\n-1 2:7 # x\n+1 qid:4 1:1\n",
        b"3 0:1 1:nan\r\n2.5 4:9\n",
        b"".join(b"%d " % (r % 3) + b" ".join(b"%d:%d" % (i, (-1) ** (i + r)) for i in range(1, 65)) + b"\n" for r in range(3)),
        bz2.compress(b"1 1:2\n2 2:3\n"),
    ],
    "npy": [npy("<f4", "(4, 3)", NUMBERS), npy("|u1", "(3, 2, 2)", bytes(12), 2, True), npy("<U2", "(2,)", bytes(16), 3)],
    "npz": [
        zipped({"X.npy": npy("<f4", "(4, 3)", NUMBERS), "y.npy": npy("|u1", "(4,)", bytes([0, 1, 1, 0]))}),
        zipped({"arr_0.npy": npy("|b1", "(3, 2, 2)", bytes(12))}, zipfile.ZIP_STORED),
    ],
    "safetensors": [
        safetensors({"x": ("F32", [4, 3], NUMBERS), "y": ("U8", [4], bytes([0, 1, 1, 0]))}, {"made": "by hand"}),
        safetensors({"images": ("BF16", [2, 1, 2, 2], bytes(16))}, {}),
    ],
    "array_listing": [
        b"isthmus-arrays 1\narray\tu1\t1\tC\t60,28,28\tsamples\t/x\narray\tS\t12\tF\t60\tlabel\t/y\nremark\tIs odd.\nend\n"
    ],
    "catalogue": [json.dumps(CATALOGUE).encode()],
    "load_options": [b"label=species,scale=standard,split=0.2", b"data=X,missing=median,shape=28x28x3,delimiter=tab"],
    "picture_zip": [zipped({"t/a/1.pgm": PGM, "t/b/2.pgm": PGM, "readme": b""}), zipped({"a.png": PGM}, zipfile.ZIP_STORED)],
    "projector": [
        projector_set(NUMBERS, b"a\nb\nc\nd\n"),
        projector_set(NUMBERS, b"word\tgroup\na\tp\nb\tq\nc\tp\nd\tq\n"),
        projector_set(NUMBERS, b"a\t1\nb\t2\nc\t3\n", shape=[3, 4]),
        projector_set(LINES, b"a\nb\nc\nd\n", text=True),
        projector_set(LINES, b"word\tsize\na\t1.5\nb\t2\nc\t3\nd\t-4e2\n", text=True, shape=[4, 3]),
    ],
    "table": [
        b"a,b,kind\n1,2.5,x\n3,-4e2,y\n5,,x\n",
        b"1;2,5\r\n3;4,5\r\n",
        b'150,2,setosa,other\n5.1,3.5,0\n',
        b'"a ""b""",c\n"1\n2",3\n',
        b"label\t0\t1\n7\t0\t255\n",
        gzip.compress(b"a,b\n1,2\n3,4\n", mtime=0),
    ],
    "model": [vae_model(), pca_model()],
}


def main():
    root = pathlib.Path(sys.argv[1])
    for target, files in SEEDS.items():
        (root / target).mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(files):
            (root / target / f"seed-{number}").write_bytes(data)


if __name__ == "__main__":
    main()
