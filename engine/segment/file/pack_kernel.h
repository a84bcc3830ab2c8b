/* SPDX-License-Identifier: MIT
 *
 * The kernels that pack.c chooses from. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_PACK_KERNEL_H
#define PILCROW_ENGINE_SEGMENT_FILE_PACK_KERNEL_H

#include "engine/segment/file/pack.h"

extern const pack_kernel pack_plain;
#if defined(__x86_64__)
extern const pack_kernel pack_sse41;
extern const pack_kernel pack_avx2;
#endif

#endif
