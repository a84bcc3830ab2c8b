/* SPDX-License-Identifier: MIT
 *
 * Several threads on the way of parcels into the index. The caller's thread
 * reads documents and cuts the large ones; parcels are prepared by any thread
 * that is free, and added in the order in which they were sent, one at a time,
 * by any thread too. So an index is the same with any number of them.
 *
 * Between pipeline_send() and pipeline_wait() the session's writer, totals and
 * report belong to the pipeline. */
#ifndef PILCROW_INDEXER_PIPELINE_H
#define PILCROW_INDEXER_PIPELINE_H

#include "indexer/intake.h"

/* `jobs` threads at most, the caller's among them: with 1, or where no thread
 * can be had, all is done by the caller within pipeline_send(). NULL without
 * memory. */
pipeline *pipeline_new(session *s, unsigned jobs);

/* Throw away what was sent and not yet added, and free. */
void pipeline_free(pipeline *p);

/* An empty parcel for paragraphs of `file`, in the memory of one that was
 * added, if there is one: to be filled and sent, or freed with parcel_free().
 * NULL without memory. */
parcel *pipeline_parcel(pipeline *p, intake_file *file);

/* Send a parcel on its way; it is the pipeline's from now on, whatever comes
 * back. Returns what went wrong with this or an earlier one. */
pilcrow_status pipeline_send(pipeline *p, parcel *sent, pilcrow_error *err);

/* Something went wrong at the caller's: throw away what was sent and not yet
 * added. Nothing can be sent any more. */
void pipeline_abandon(pipeline *p);

/* Wait until all that was sent has been added, and give back the memory of
 * parcels. */
pilcrow_status pipeline_wait(pipeline *p, pilcrow_error *err);

#endif
