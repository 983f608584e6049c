/** Objects in a bucket, as S3 and what speaks like it keep them. */
@NullMarked
package dev.astern.connector.s3;

import org.jspecify.annotations.NullMarked;
