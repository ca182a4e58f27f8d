package co.tokenr.benchmark;

import co.tokenr.attribution.TokenrTags;

/**
 * A bean with an annotated method.
 */
class TaggedService {

	@TokenrTags(agent = "support", team = "care", tags = { "channel=web", "release=7.2" })
	int answer(int question) {
		return question * 6;
	}

}
