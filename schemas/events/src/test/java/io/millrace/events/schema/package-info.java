@NullMarked
package io.millrace.events.schema;

import org.jspecify.annotations.NullMarked;
