@NullMarked
package io.millrace.server.store;

import org.jspecify.annotations.NullMarked;
