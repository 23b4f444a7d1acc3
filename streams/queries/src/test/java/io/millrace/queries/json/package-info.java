@NullMarked
package io.millrace.queries.json;

import org.jspecify.annotations.NullMarked;
