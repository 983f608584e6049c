package dev.astern.storage.postgres;

/**
 * Where the log ends.
 *
 * @param log which log
 * @param next index of the next entry
 */
record LogHead(short log, long next) {}
