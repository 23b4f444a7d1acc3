@NullMarked
package io.millrace.events.topic;

import org.jspecify.annotations.NullMarked;
