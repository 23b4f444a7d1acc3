/** The embedded platform: a Kafka broker and a schema registry as child JVMs with their data under one directory. */
@NullMarked
package io.millrace.local;

import org.jspecify.annotations.NullMarked;
