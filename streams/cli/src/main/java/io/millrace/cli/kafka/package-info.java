/** Commands that work on Kafka and the registry directly. */
@NullMarked
package io.millrace.cli.kafka;

import org.jspecify.annotations.NullMarked;
