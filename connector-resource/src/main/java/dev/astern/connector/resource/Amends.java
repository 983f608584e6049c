package dev.astern.connector.resource;

/** Whether what has gone where nothing brings it back can be made up for. */
public enum Amends {
    /** It has not gone; it is put back as everything else. */
    NONE,
    /** Something can be made that makes up for it, as far as that goes. */
    POSSIBLE,
    /** That was made before. */
    MADE
}
