package co.tokenr.report;

/**
 * A target as far as those who write events down for it have to know.
 *
 * @param lane its lane
 * @param local whether it is local
 * @param egress what leaves for it
 */
record Recipient(Lane lane, boolean local, Egress egress) {

}
