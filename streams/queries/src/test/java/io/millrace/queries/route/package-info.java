@NullMarked
package io.millrace.queries.route;

import org.jspecify.annotations.NullMarked;
