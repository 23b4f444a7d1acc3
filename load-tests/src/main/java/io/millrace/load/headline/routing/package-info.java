/** Ways to choose the replica of a call, as the reference model of the experiment has them. */
@NullMarked
package io.millrace.load.headline.routing;

import org.jspecify.annotations.NullMarked;
