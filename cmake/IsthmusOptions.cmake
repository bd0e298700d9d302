# For targets that wire and ask, but do not compute: about a quarter less to compile than with CMake's -O3.
function(isthmus_compile_quickly)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endforeach()
endfunction()

# What every target of our own is compiled with. Imported targets never get it.
add_library(isthmus_options INTERFACE)
target_compile_options(isthmus_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(isthmus_options INTERFACE -Wno-restrict)  # false alarms on "text" + std::string (GCC bug 105651)
endif()
if(ISTHMUS_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Takes a file of a batch for a header; and a name of one file hides one of another: scripts/check-sources looks.
  target_compile_options(isthmus_options INTERFACE -Wno-subobject-linkage -Wno-shadow)
endif()
if(ISTHMUS_WERROR)
  target_compile_options(isthmus_options INTERFACE -Werror)
endif()
if(ISTHMUS_SANITIZE)
  target_compile_options(isthmus_options INTERFACE -fsanitize=${ISTHMUS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(isthmus_options INTERFACE -fsanitize=${ISTHMUS_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(isthmus_options INTERFACE -Wno-maybe-uninitialized)  # false alarms inside <regex> (GCC bug 105562)
  endif()
endif()
target_include_directories(isthmus_options INTERFACE ${PROJECT_SOURCE_DIR})

if(ISTHMUS_FUZZ)
  target_compile_options(isthmus_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

find_program(ISTHMUS_LLD ld.lld)
if(ISTHMUS_LLD)
  target_link_options(isthmus_options INTERFACE -fuse-ld=lld)
endif()
