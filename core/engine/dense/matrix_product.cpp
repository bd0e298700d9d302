#include "core/engine/dense/matrix_product.h"

#include <dnnl.hpp>
#include <stdexcept>

namespace isthmus::dense {
namespace {

const dnnl::engine& processor() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

dnnl::memory::desc descriptor(std::int64_t rows, std::int64_t columns, const MatrixProduct::Layout& layout) {
  const dnnl::memory::dims strides =
      layout.transposed ? dnnl::memory::dims{1, layout.stride} : dnnl::memory::dims{layout.stride, 1};
  return {{rows, columns}, dnnl::memory::data_type::bf16, strides};
}

}  // namespace

bool hasFastBFloat16() {
  static const bool has = [] {
    const dnnl::cpu_isa isa = dnnl::get_effective_cpu_isa();
    return isa == dnnl::cpu_isa::avx512_core_amx || isa == dnnl::cpu_isa::avx512_core_bf16;
  }();
  return has;
}

struct MatrixProduct::Primitive {
  dnnl::memory a;
  dnnl::memory b;
  dnnl::memory c;
  dnnl::matmul product;
  dnnl::stream stream{processor()};
};

MatrixProduct::MatrixProduct(NumberFormat format, Shape shape, Layout a, Layout b)
    : m_shape(shape), m_a(a), m_b(b) {
  if (format == NumberFormat::Float32) return;
  const dnnl::memory::desc first = descriptor(shape.rows, shape.inner, a);
  const dnnl::memory::desc second = descriptor(shape.inner, shape.columns, b);
  const dnnl::memory::desc result({shape.rows, shape.columns}, dnnl::memory::data_type::f32,
                                  dnnl::memory::format_tag::ab);
  const dnnl::matmul::primitive_desc plan({first, second, result}, processor());
  m_primitive = std::make_unique<Primitive>(Primitive{{first, processor(), nullptr},
                                                      {second, processor(), nullptr},
                                                      {result, processor(), nullptr},
                                                      dnnl::matmul(plan)});
}

MatrixProduct::~MatrixProduct() = default;
MatrixProduct::MatrixProduct(MatrixProduct&&) noexcept = default;
MatrixProduct& MatrixProduct::operator=(MatrixProduct&&) noexcept = default;

void MatrixProduct::operator()(const float* a, const float* b, float* c) const {
  const dnnl_status_t status =
      dnnl_sgemm(m_a.transposed ? 'T' : 'N', m_b.transposed ? 'T' : 'N', m_shape.rows, m_shape.columns,
                 m_shape.inner, 1, a, m_a.stride, b, m_b.stride, 0, c, m_shape.columns);
  if (status != dnnl_success) throw std::runtime_error("oneDNN could not multiply two matrices");
}

void MatrixProduct::operator()(const Bf16* a, const Bf16* b, float* c) const {
  Primitive& primitive = *m_primitive;
  primitive.a.set_data_handle(const_cast<Bf16*>(a));  // only read
  primitive.b.set_data_handle(const_cast<Bf16*>(b));
  primitive.c.set_data_handle(c);
  primitive.product.execute(
      primitive.stream,
      {{DNNL_ARG_SRC, primitive.a}, {DNNL_ARG_WEIGHTS, primitive.b}, {DNNL_ARG_DST, primitive.c}});
}

}  // namespace isthmus::dense
