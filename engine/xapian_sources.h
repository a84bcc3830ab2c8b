/* SPDX-License-Identifier: MIT
 *
 * Posting sources of our own: what stands at every paragraph or at none, and
 * scores nothing. Xapian copies one for each part of a joint database. */
#ifndef PILCROW_ENGINE_XAPIAN_SOURCES_H
#define PILCROW_ENGINE_XAPIAN_SOURCES_H

#include <algorithm>

#include <xapian.h>

namespace pilcrow
{

/* Stands past every paragraph and stays there: what is not in it is all. */
class nowhere_source : public Xapian::PostingSource
{
  public:
    Xapian::PostingSource *clone() const override
    {
        return new nowhere_source;
    }
    void init(const Xapian::Database &db) override
    {
        past = db.get_lastdocid() + 1;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return 0;
    }
    void next(double) override
    {
    }
    void skip_to(Xapian::docid, double) override
    {
    }
    bool at_end() const override
    {
        return false;
    }
    Xapian::docid get_docid() const override
    {
        return past;
    }

  private:
    Xapian::docid past = 0;
};

/* Stands at every paragraph. */
class every_source : public Xapian::PostingSource
{
  public:
    void init(const Xapian::Database &db) override
    {
        count = db.get_doccount();
        last = db.get_lastdocid();
        did = 0;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return count;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return count;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return count;
    }
    void next(double) override
    {
        did++;
    }
    void skip_to(Xapian::docid to, double) override
    {
        did = std::max(did, to);
    }
    bool at_end() const override
    {
        return did > last;
    }
    Xapian::docid get_docid() const override
    {
        return did;
    }

  protected:
    Xapian::docid did = 0;

  private:
    Xapian::doccount count = 0;
    Xapian::docid last = 0;
};

/* The same, and says that it is the rarest of all: in an AND it is asked first,
 * and tells the others where to go on. */
class leading_source : public every_source
{
  public:
    Xapian::PostingSource *clone() const override
    {
        return new leading_source;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return 0;
    }
};

} // namespace pilcrow

#endif
