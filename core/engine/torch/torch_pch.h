#pragma once
// The narrow part of LibTorch that the engine uses: torch/torch.h would cost three times as much to compile.

#include <ATen/CPUGeneratorImpl.h>
#include <torch/autograd.h>
#include <torch/optim/adam.h>
#include <torch/types.h>
#include <torch/utils.h>
