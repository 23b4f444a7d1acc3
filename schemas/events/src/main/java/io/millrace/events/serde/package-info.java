@NullMarked
package io.millrace.events.serde;

import org.jspecify.annotations.NullMarked;
