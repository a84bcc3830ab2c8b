# SPDX-License-Identifier: MIT
# The programs that measure work; what they measure is no matter here.
if(PILCROW_BENCH)
  pilcrow_script(bench_small bench_small.sh)
endif()
