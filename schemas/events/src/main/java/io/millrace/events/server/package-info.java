@NullMarked
package io.millrace.events.server;

import org.jspecify.annotations.NullMarked;
