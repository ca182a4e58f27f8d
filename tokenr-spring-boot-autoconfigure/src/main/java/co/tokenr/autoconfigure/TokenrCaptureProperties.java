package co.tokenr.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Properties of what is captured, {@code tokenr.capture}. Each switch is read at run
 * time.
 */
public class TokenrCaptureProperties {

	/**
	 * Whether calls of Spring AI's ChatClient are captured.
	 */
	private boolean chatClient = true;

	/**
	 * Whether usage that nobody reported is estimated from text that the process still
	 * holds. Events say so.
	 */
	private boolean estimateMissing = true;

	/**
	 * Whether calls of Spring AI's ChatModel that no tracked ChatClient makes are
	 * captured.
	 */
	private boolean chatModel = true;

	/**
	 * Whether calls of Spring AI's EmbeddingModel are captured.
	 */
	private boolean embedding = true;

	/**
	 * Whether calls of Spring AI's ImageModel are captured.
	 */
	private boolean image = true;

	/**
	 * Whether speech and transcription by Spring AI's OpenAI module are captured.
	 */
	private boolean audio = true;

	/**
	 * Whether calls of the application's own RestClient and RestTemplate are captured.
	 */
	private boolean restClient = true;

	/**
	 * Whether calls of the application's own WebClient are captured.
	 */
	private boolean webClient = true;

	/**
	 * Whether calls of the vendors' own SDKs are captured.
	 */
	private boolean vendorSdk = true;

	/**
	 * Endpoints of gateways, proxies and self-hosted servers, and the provider that
	 * stands behind each.
	 */
	private List<Endpoint> endpoints = new ArrayList<>();

	public boolean isChatClient() {
		return this.chatClient;
	}

	public void setChatClient(boolean chatClient) {
		this.chatClient = chatClient;
	}

	public boolean isEstimateMissing() {
		return this.estimateMissing;
	}

	public void setEstimateMissing(boolean estimateMissing) {
		this.estimateMissing = estimateMissing;
	}

	public boolean isChatModel() {
		return this.chatModel;
	}

	public void setChatModel(boolean chatModel) {
		this.chatModel = chatModel;
	}

	public boolean isEmbedding() {
		return this.embedding;
	}

	public void setEmbedding(boolean embedding) {
		this.embedding = embedding;
	}

	public boolean isImage() {
		return this.image;
	}

	public void setImage(boolean image) {
		this.image = image;
	}

	public boolean isAudio() {
		return this.audio;
	}

	public void setAudio(boolean audio) {
		this.audio = audio;
	}

	public boolean isRestClient() {
		return this.restClient;
	}

	public void setRestClient(boolean restClient) {
		this.restClient = restClient;
	}

	public boolean isWebClient() {
		return this.webClient;
	}

	public void setWebClient(boolean webClient) {
		this.webClient = webClient;
	}

	public boolean isVendorSdk() {
		return this.vendorSdk;
	}

	public void setVendorSdk(boolean vendorSdk) {
		this.vendorSdk = vendorSdk;
	}

	public List<Endpoint> getEndpoints() {
		return this.endpoints;
	}

	public void setEndpoints(List<Endpoint> endpoints) {
		this.endpoints = endpoints;
	}

	/**
	 * An endpoint and the provider that stands behind it.
	 */
	public static class Endpoint {

		/**
		 * Base URL of the endpoint, such as https://gateway.example.com/openai.
		 */
		private @Nullable String baseUrl;

		/**
		 * Provider that stands behind the endpoint, such as openai.
		 */
		private @Nullable String provider;

		public @Nullable String getBaseUrl() {
			return this.baseUrl;
		}

		public void setBaseUrl(@Nullable String baseUrl) {
			this.baseUrl = baseUrl;
		}

		public @Nullable String getProvider() {
			return this.provider;
		}

		public void setProvider(@Nullable String provider) {
			this.provider = provider;
		}

	}

}
