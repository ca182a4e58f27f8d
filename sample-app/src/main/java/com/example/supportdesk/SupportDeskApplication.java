package com.example.supportdesk;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The sample: a support desk whose assistants call a demo provider on this machine or,
 * with {@code OPENAI_API_KEY} set, the real one.
 */
@SpringBootApplication
public class SupportDeskApplication {

	/**
	 * Starts the sample.
	 * @param args properties as {@code --name=value}
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SupportDeskApplication.class);
		if (System.getenv("OPENAI_API_KEY") == null) {
			DemoParts.start(args).addTo(application);
		}
		application.run(args);
	}

}
