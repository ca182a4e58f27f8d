package co.tokenr.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Names the property by which a surface is switched off.
 */
final class CaptureSwitches {

	private CaptureSwitches() {
	}

	/**
	 * Looks a surface up.
	 * @param surface named as in {@code tokenr.capture.*}; another one has no switch of
	 * its own
	 * @return the property with its value, {@code null} where the surface is on
	 */
	static @Nullable String offBy(String surface, TokenrProperties properties) {
		if (!properties.isEnabled()) {
			return "tokenr.enabled=false";
		}
		TokenrCaptureProperties capture = properties.getCapture();
		boolean captured = switch (surface) {
			case "chat-client" -> capture.isChatClient();
			case "chat-model" -> capture.isChatModel();
			case "embedding" -> capture.isEmbedding();
			case "image" -> capture.isImage();
			case "audio" -> capture.isAudio();
			case "rest-client" -> capture.isRestClient();
			case "web-client" -> capture.isWebClient();
			case "vendor-sdk" -> capture.isVendorSdk();
			default -> true;
		};
		return captured ? null : "tokenr.capture." + surface + "=false";
	}

}
