// The roof: a large square float32 product through oneDNN on one thread. It answers lines "N SIDE" with the
// seconds that N products of SIDE x SIDE matrices took.
#include <oneapi/dnnl/dnnl.h>

#include <chrono>
#include <iostream>
#include <vector>

int main() {
  long count = 0;
  long side = 0;
  std::vector<float> a;
  std::vector<float> b;
  std::vector<float> c;
  while (std::cin >> count >> side) {
    const auto size = static_cast<std::size_t>(side * side);
    for (auto* matrix : {&a, &b, &c}) matrix->assign(size, 0.5F);
    const auto product = [&] {
      return dnnl_sgemm('N', 'N', side, side, side, 1, a.data(), side, b.data(), side, 0, c.data(), side);
    };
    if (product() != dnnl_success) return 1;
    const auto begin = std::chrono::steady_clock::now();
    for (long i = 0; i < count; ++i)
      if (product() != dnnl_success) return 1;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << took.count() << std::endl;
  }
  return 0;
}
