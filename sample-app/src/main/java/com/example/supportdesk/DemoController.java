package com.example.supportdesk;

import java.util.List;
import java.util.Map;

import com.example.demo.DemoInvoice;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Shows what the demo provider billed and what the demo collector received, and takes the
 * collector down and up.
 */
@RestController
@RequestMapping("/demo")
class DemoController {

	private final ObjectProvider<DemoParts> parts;

	DemoController(ObjectProvider<DemoParts> parts) {
		this.parts = parts;
	}

	@GetMapping("/invoice")
	List<DemoInvoice.Line> invoice() {
		return parts().provider().invoice().lines();
	}

	@GetMapping("/collector")
	Map<String, Object> collector() {
		return Map.of("up", parts().collector().isUp(), "duplicates", parts().collector().duplicates(), "received",
				parts().collector().received());
	}

	@PostMapping("/collector/down")
	Map<String, Object> down() {
		parts().collector().down();
		return Map.of("up", false);
	}

	@PostMapping("/collector/up")
	Map<String, Object> up() {
		parts().collector().up();
		return Map.of("up", true);
	}

	private DemoParts parts() {
		DemoParts found = this.parts.getIfAvailable();
		if (found == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The demo parts do not run beside a real provider");
		}
		return found;
	}

}
