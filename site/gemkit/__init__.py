"""The kit: small tools every part of the shop may use. No models, no imports of ours."""
