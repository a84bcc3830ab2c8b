/* SPDX-License-Identifier: MIT
 *
 * The border between C and C++: no exception crosses it.
 *
 * Every function that C calls has a body of `return guard(err, [&] {...})`,
 * and translate() is the one place where an exception becomes a status and a
 * sentence. */
#ifndef PILCROW_ENGINE_XAPIAN_GUARD_H
#define PILCROW_ENGINE_XAPIAN_GUARD_H

#include "base/error.h"

namespace pilcrow
{

/* A failure that has its status already: throw it to leave from deep inside.
 * The sentence is in the caller's pilcrow_error. */
struct failed {
    pilcrow_status status;
};

/* Throw `failed` unless `status` is OK. */
inline void require(pilcrow_status status)
{
    if (status != PILCROW_OK)
        throw failed{status};
}

/* Only inside a `catch`: the status of the exception in flight; its sentence
 * goes into `err`. */
pilcrow_status translate(pilcrow_error *err) noexcept;

template <typename F>
pilcrow_status guard(pilcrow_error *err, F body) noexcept
{
    try {
        return body();
    } catch (...) {
        return translate(err);
    }
}

} // namespace pilcrow

#endif
