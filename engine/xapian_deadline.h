/* SPDX-License-Identifier: MIT
 *
 * A search's time, and how a match of xapian's is ended when it is up. Its own
 * set_time_limit() does not stop a match. */
#ifndef PILCROW_ENGINE_XAPIAN_DEADLINE_H
#define PILCROW_ENGINE_XAPIAN_DEADLINE_H

#include <cstdint>
#include <ctime>

#include "base/error.h"
#include "engine/xapian_sources.h"

namespace pilcrow
{

inline int64_t now_ms()
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1000000;
}

/* A search's time, and whether it has run out. */
struct deadline {
    int64_t end_ms; /* 0: none */
    bool late;
};

inline deadline deadline_in(uint32_t ms)
{
    return deadline{ms > 0 ? now_ms() + ms : 0, false};
}

/* Looks at the clock. */
inline bool deadline_passed(deadline *clock)
{
    clock->late =
        clock->late || (clock->end_ms > 0 && now_ms() >= clock->end_ms);
    return clock->late;
}

inline pilcrow_status deadline_status(const deadline &clock, pilcrow_error *err)
{
    if (!clock.late)
        return PILCROW_OK;
    return error_set(err, PILCROW_TIMEOUT,
                     "the search took longer than it was given");
}

/* Matches every paragraph until the time is up, and then none: the match ends
 * with what it has. As a filter it is asked about each candidate, before
 * positions are looked at. Xapian copies it for each part of a joint database,
 * so the clock is not its own. */
class deadline_source : public every_source
{
  public:
    explicit deadline_source(deadline *clock_) : clock(clock_)
    {
    }
    Xapian::PostingSource *clone() const override
    {
        return new deadline_source(clock);
    }
    void init(const Xapian::Database &db) override
    {
        every_source::init(db);
        deadline_passed(clock);
    }
    void next(double least) override
    {
        tick();
        every_source::next(least);
    }
    void skip_to(Xapian::docid to, double least) override
    {
        tick();
        every_source::skip_to(to, least);
    }
    bool check(Xapian::docid to, double) override
    {
        tick();
        did = to;
        return true;
    }
    bool at_end() const override
    {
        return clock->late || every_source::at_end();
    }

  private:
    void tick()
    {
        if (++ticks % 16 == 0)
            deadline_passed(clock);
    }

    deadline *const clock;
    unsigned ticks = 0;
};

} // namespace pilcrow

#endif
