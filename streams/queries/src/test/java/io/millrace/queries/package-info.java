@NullMarked
package io.millrace.queries;

import org.jspecify.annotations.NullMarked;
