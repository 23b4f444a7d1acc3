/** What the choice of the replica is worth, on drawn and on traced requests. */
@NullMarked
package io.millrace.load.routers;

import org.jspecify.annotations.NullMarked;
