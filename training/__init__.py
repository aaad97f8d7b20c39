"""How the shipped model was made: data -> weights -> ONNX, one command (see training/README.md). Not in the
wheel.
"""
