"""页面：Library → Page；每一种页面一个模块。"""
