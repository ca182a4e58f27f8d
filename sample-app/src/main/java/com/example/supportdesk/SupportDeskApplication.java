package com.example.supportdesk;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The sample: a support desk on demo parts of its own.
 */
@SpringBootApplication
public class SupportDeskApplication {

	public static void main(String[] args) {
		SpringApplication.run(SupportDeskApplication.class, args);
	}

}
