"""The plain eager PyTorch training loop of the reference VAE: the same as eager_peer.cpp.

Usage: peer_torch.py PIXELS COUNT, where PIXELS holds COUNT x 784 bytes. It answers lines "STEPS BATCH" with the
seconds that so many steps took.
"""
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.set_flush_denormal(True)
torch.manual_seed(7)

with open(sys.argv[1], "rb") as file:
    pixels = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).view(int(sys.argv[2]), 784)

encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU())
to_mean = nn.Linear(128, 2)
to_log_variance = nn.Linear(128, 2)
decoder = nn.Sequential(nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 256), nn.ReLU(), nn.Linear(256, 784))
parameters = [p for part in (encoder, to_mean, to_log_variance, decoder) for p in part.parameters()]
adam = torch.optim.Adam(parameters, lr=1e-3)
order = torch.empty(0, dtype=torch.long)
place = 0


def step(batch):
    global order, place
    if place + batch > len(order):
        order = torch.randperm(len(pixels))
        place = 0
    x = pixels.index_select(0, order[place:place + batch]).float().div_(255)
    place += batch
    adam.zero_grad()
    hidden = encoder(x)
    mean, log_variance = to_mean(hidden), to_log_variance(hidden)
    z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
    logits = decoder(z)
    bce = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum()
    loss = (bce + kl) / batch
    loss.backward()
    adam.step()
    return loss.item()


for line in sys.stdin:
    steps, batch = map(int, line.split())
    begin = time.perf_counter()
    for _ in range(steps):
        last = step(batch)
    print(time.perf_counter() - begin, last, flush=True)
