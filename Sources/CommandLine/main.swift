print("tgnas")
