@NullMarked
package io.millrace.queries.store;

import org.jspecify.annotations.NullMarked;
