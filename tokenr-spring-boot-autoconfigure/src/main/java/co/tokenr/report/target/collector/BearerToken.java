package co.tokenr.report.target.collector;

/**
 * A token that is fit to stand in a header. Shows itself to nobody.
 */
final class BearerToken {

	private final String value;

	private BearerToken(String value) {
		this.value = value;
	}

	/**
	 * Checks a token.
	 * @param token the token, not blank
	 * @return the token without surrounding white space
	 * @throws IllegalArgumentException if it holds a line break, another control
	 * character or what is not ASCII; its message omits the token
	 */
	static BearerToken of(String token) {
		String value = token.strip();
		if (!value.chars().allMatch((character) -> character > 0x20 && character < 0x7F)) {
			throw new IllegalArgumentException("The value of 'tokenr.token' (TOKENR_TOKEN) holds a character that is "
					+ "no visible ASCII, such as a line break or a space; copy the token again");
		}
		return new BearerToken(value);
	}

	String header() {
		return "Bearer " + this.value;
	}

	@Override
	public String toString() {
		return "***";
	}

}
