package dev.astern.rest;

import java.io.IOException;

/** More was sent than is read here. */
final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLarge() {
        super(BodyLimit.DETAIL);
    }
}
