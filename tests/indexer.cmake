# SPDX-License-Identifier: MIT
pilcrow_unit(update test_update.c support.c)
pilcrow_unit(check test_check.c support.c)
