/* SPDX-License-Identifier: MIT
 *
 * lookalike.h: letters of the other alphabet that look the same.
 *
 * A word that mixes Latin and Cyrillic letters and has letters that only one of
 * the two alphabets has (cкорость with a Latin c) is read in that one, if
 * every letter of the other has a twin there; a word of twins only, in the
 * alphabet of most of its letters (СОН with a Latin O), Latin when even. A word
 * that reads wholly in one script (СССР, COVID), or has letters peculiar to
 * either (emailадреса), stays as it is. */
#ifndef PILCROW_ANALYSIS_LOOKALIKE_H
#define PILCROW_ANALYSIS_LOOKALIKE_H

#include "analysis/glyph.h"

/* Repair a word in place: codes and scripts. Letters of a third script cut it
 * in two, and a case ending on an apostrophe is dropped first (glyph.h). */
void lookalike_repair(glyph_list *list);

#endif
