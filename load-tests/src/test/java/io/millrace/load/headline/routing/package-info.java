@NullMarked
package io.millrace.load.headline.routing;

import org.jspecify.annotations.NullMarked;
