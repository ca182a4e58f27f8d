package co.tokenr.capture.jtokkit;

import java.util.Locale;

import co.tokenr.capture.TokenEstimator;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import org.jspecify.annotations.Nullable;

/**
 * Counts by OpenAI's encodings: that of the model where it is OpenAI's own, the newest
 * one for all others, which then is a rough figure. Text beyond a million characters is
 * extrapolated. Encodings are loaded at the first count.
 */
public final class JtokkitTokenEstimator implements TokenEstimator {

	private static final int MAX_CHARACTERS = 1_000_000;

	private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

	/**
	 * Creates an estimator.
	 */
	public JtokkitTokenEstimator() {
	}

	@Override
	public long count(@Nullable String model, CharSequence text) {
		if (text.isEmpty()) {
			return 0;
		}
		int length = Math.min(text.length(), MAX_CHARACTERS);
		// ordinary: text that spells a special token is text
		long tokens = encoding(model).countTokensOrdinary(text.subSequence(0, length).toString());
		return (length == text.length()) ? tokens : tokens * text.length() / length;
	}

	private Encoding encoding(@Nullable String model) {
		String name = (model != null) ? model.toLowerCase(Locale.ROOT) : "";
		boolean old = name.startsWith("gpt-3.5")
				|| (name.startsWith("gpt-4") && !name.startsWith("gpt-4o") && !name.startsWith("gpt-4."))
				|| name.startsWith("text-embedding");
		return this.encodings.getEncoding(old ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE);
	}

}
