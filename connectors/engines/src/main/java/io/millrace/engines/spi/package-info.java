/** What an engine or a service must be to serve a pool; found by {@link java.util.ServiceLoader}. */
@NullMarked
package io.millrace.engines.spi;

import org.jspecify.annotations.NullMarked;
