# What every target of our own is compiled with. Imported targets never get it.
add_library(isthmus_options INTERFACE)
target_compile_options(isthmus_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual)
if(ISTHMUS_WERROR)
  target_compile_options(isthmus_options INTERFACE -Werror)
endif()
if(ISTHMUS_SANITIZE)
  target_compile_options(isthmus_options INTERFACE -fsanitize=${ISTHMUS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(isthmus_options INTERFACE -fsanitize=${ISTHMUS_SANITIZE})
endif()
target_include_directories(isthmus_options INTERFACE ${PROJECT_SOURCE_DIR})

find_program(ISTHMUS_LLD ld.lld)
if(ISTHMUS_LLD)
  target_link_options(isthmus_options INTERFACE -fuse-ld=lld)
endif()
