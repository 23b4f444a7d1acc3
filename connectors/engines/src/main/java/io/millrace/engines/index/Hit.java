package io.millrace.engines.index;

/**
 * A passage that was found.
 *
 * @param score of the search mode: cosine for dense, BM25's own, sum of reciprocal ranks for fusion; comparable within one mode only
 * @param file path of the file, without fragment
 * @param ordinal place of the sentence in its file, from 0
 */
public record Hit(Passage passage, double score, String file, int ordinal) {}
